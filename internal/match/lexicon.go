package match

import (
	"maps"
	"strings"
)

func set(s string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

// The classes of function words. Their order in a sentence is what tells prose
// from a heap of terms, and none of them says what a sentence is about.
var (
	determiners  = set(`the a an our their its my your every each`)
	prepositions = set(`of in on at by for with from into onto through over under between about per across behind within against during after before toward towards upon via to`)
	modals       = set(`can could will would shall should must may might cannot can't couldn't won't wouldn't shouldn't mustn't`)
	auxiliaries  = set(`is are was were be been being am isn't aren't wasn't weren't does do did done doesn't don't didn't has have had having hasn't haven't hadn't it's that's there's we're they're i'm you're we've they've i've we'd i'd they'd it'd let's we'll i'll they'll it'll that'll`)
	pronouns     = set(`i we you he she it they me us them him her this that these those there one who which what someone somebody nobody everyone everybody anyone anybody something anything nothing everything`)
	conjunctions = set(`and or but because since so if when while than as although though unless until whereas whether nor where once otherwise hence therefore thus then also`)
	questions    = set(`how what who whom whose when where why which do does did is are can could will would should may`)
	adverbs      = set(`not no never very too just only even still already more most less least much many some any all both few own other another such here now again yet rather quite almost up out down off`)
)

// subjects are the pronouns that can only open a clause.
var subjects = set(`i we they he she`)

// functions are all of them, and two question words that ask for no thing.
var functions = union(determiners, prepositions, modals, auxiliaries, pronouns, conjunctions, adverbs, set(`how why`))

func union(sets ...map[string]bool) map[string]bool {
	all := make(map[string]bool)
	for _, s := range sets {
		maps.Copy(all, s)
	}
	return all
}

// functional reports whether a folded word has a grammatical task rather than a
// meaning of its own.
func functional(form string) bool { return functions[form] }

// verbs are stems of verbs that are rarely nouns in talk about systems: where
// one stands there is a clause. Words that are both ("cache", "store", "read")
// count only at the head of a sentence; see heads.
var verbs = stems(`use keep put take give get make let go come see know think want need mean become
	begin start stop choose pick decide prefer expect assume suppose believe say tell ask answer show explain
	add remove avoid reduce increase grow shrink save lose gain pay spend allow enable prevent protect ensure guarantee
	require depend rely suffice handle serve send receive return redirect respond accept refuse reject fetch load
	create generate delete update insert append replace change move copy pass follow lead happen occur
	fail break die crash recover survive last live wait block finish complete fall rise exceed reach cross
	split spread divide multiply scale add join combine merge compare check verify validate measure observe monitor
	outnumber dominate matter help hurt remain stay sit stand run hold contain include cover apply behave work seem look feel
	write try retry build design draw solve tolerate degrade evict expire invalidate replicate persist compute calculate estimate
	translate map encode decode generate collide overwrite skip ignore open click visit type share own postpone defer revisit begin propose recommend suggest accept`)

// heads are stems of words that are verbs when a sentence begins with them.
var heads = stems(`cache store read write shard index queue hash log limit count batch partition replicate
	redirect route balance compress encode lock lease sample stream poll push pull buffer drop block cap
	clarify map sketch name list state scope track alert page test ship deploy roll`)

func stems(s string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(s) {
		m[Stem(w)] = true
	}
	return m
}
