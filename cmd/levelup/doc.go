/*
Command levelup is a practice platform for system-design interviews in one
binary: chapters to read, prompts, a timed room to work in, a grader that quotes
its evidence, and reports, on SQLite or PostgreSQL.

# The way in

main.go handles signals and the exit code; run.go is the command tree;
config.go reads the environment once and reports all that is wrong with it;
serve.go wires the server, top to bottom, and stops it in reverse. steady.go is the
clock that all of it goes by, without its leaps; late.go answers requests whose headers
do not come in time.

# The way of one sign-in

providers.go reads through whom people may sign in, and serve.go hands
[levelup/internal/oauth] to the pages. web/signin makes a state, has
[levelup/internal/account.Store.Depart] remember its hash with that of a cookie of
this browser, and sends the browser to the provider with a challenge and a nonce
that follow from the two secrets. On the way back
[levelup/internal/account.Store.Return] gives the trip out once, if state, browser
and provider are the same; [levelup/internal/oauth.Provider.Finish] exchanges the
code and reads who came; [levelup/internal/account.Store.SignInBy] finds the account
by provider and subject, or makes one if the rule allows it, and opens a session. A
trip that was begun to link an account ends in an offer instead, which the settings
ask about. The tests go that way with a provider that misbehaves
(fakeprovider_test.go) and, in a browser, with a real one (tools/oidc).

# The way of one keystroke

The page (web/attempts/room, in TypeScript) turns typing into splices, keeps
them on the device and sends them in order. web/attempts decodes a batch and
calls [levelup/internal/interview.Store.Append], which folds each event into the
attempt's state with the pure function [levelup/internal/interview.Fold].
levelup/internal/db commits it together with whatever else arrived in the same
few milliseconds, and only then is it acknowledged.

A dictated word goes the same way: web/attempts/room/dictation.ts listens with the
browser's recogniser, and speaking.ts, fetched once it is wanted, types what it heard
at the cursor. Of speech nothing reaches the server but the words.

# The way of one question

A message to the interviewer is an event like a keystroke. Before it is written,
[levelup/internal/interviewer] reads it and finds the clarifications that it asks
for; what it answers is decided where the message is written and stored with it
([levelup/internal/interview.Answering]), so that neither is there without the
other. Once a tick the sweep looks for pauses ([levelup/internal/interview.Store.Probe])
and lets it ask something by itself, with the grader's view of what is written
already (interviewing.go). In disguise it speaks from the prompt's other story
([levelup/internal/curriculum.Prompt.InDisguise]), and the grader reads that story's
words as the plain ones ([levelup/internal/curriculum.Mask.Uncover]). Open pages
hear all of it over the event stream.

Where the learner chose a model as the interviewer, its answer takes seconds: the
message is stored alone and owed an answer (internal/interview/replying.go), a turn
begins aside from the request (speaking.go), what the model says goes sentence by
sentence through [levelup/internal/interviewer.Speech] to the stream, and one event
holds it in the end. What nobody answers any more the sweep has the script answer.

# The way of one grade

Submitting writes the grade's row as queued in the transaction that ends the
attempt ([levelup/internal/grading/record]). A worker leases the row, reads the
transcript, which is a fold of the same events, and grades it with
[levelup/internal/grading.Rubric] over [levelup/internal/match]. The report
(web/attempts/report) is made from that grade, the transcript and the version of
the prompt with which the attempt began; its file in Markdown is made from the same
view. A grade by a later version of the rubric is one more row, and does not count as
long as there is one by the attempt's own ([levelup/internal/grading/record.Shown]). What the learner has to say against a verdict (web/attempts/argue.go) is kept
beside the grades and changes none.

Where a model is set up (model.go), its grade is a second row with workers of its
own, so that nobody waits for its server. [levelup/internal/grading.ModelGrader]
asks [levelup/internal/llm] about one criterion at a time and checks each verdict
against the transcript; [levelup/internal/grading/record.Budget] keeps each learner
within the day's tokens and adds up what was taken, which web/admin shows beside what
the program knows of itself (ground.go). [levelup/internal/llm/llmtest] is a model that is none, for
the tests and for the hidden command fake-model.

# The way of one review

A learner shares an attempt (web/attempts/share.go): a row of
[levelup/internal/review.Request] opens it to a coach, and without that row it is
missing to everybody else (web/attempts/data.go, maySee in web/site/middleware.go). A
coach claims it, which is a lease in the same row that whatever the coach does renews,
and works on web/review: each form writes a draft by [levelup/internal/review.Store], which checks the claim in the
transaction that writes. [levelup/internal/review.Store.Publish] makes the drafts
visible, puts the scores beside the graders' as one more record
([levelup/internal/grading/record.Store.Add], whose grade then counts by
[levelup/internal/grading/record.Shown]), and keeps a notice, all in one transaction;
once it is on disk the learner's stream hears of it. The report shows it
(web/attempts/report/coach.go), and [levelup/internal/review.Agree] compares the
scores that were saved first with the graders'.

# The way of one measurement

levelup eval (eval.go) reads short answers with scores (evalfile.go) or transcripts
with labels. [levelup/internal/match.Reference] scores an answer with what compares
an attempt's sentences too, and the grader grades a transcript as the worker does.
[levelup/internal/measure] compares both with people's figures, with intervals by a
bootstrap whose seed is fixed.

# The way of one estimate

[levelup/internal/calc] reads a line as one would say it, checks its units and
tells its steps. The command (calc.go), the page (web/calculator), the content
check and the grader all ask it, so that a number means the same everywhere. In
the room a line is an event of the attempt; what the sheet comes to is worked out
once a batch and stands in the log beside it
([levelup/internal/interview.Edit]).

# The way of one drawing

A board is a graph ([levelup/internal/board]) with two faces. On the page the canvas
(web/attempts/canvas) and the text (web/attempts/board) change one and the same, each
step by a function from a board to the next (edit.ts), undone by a merge (history.ts).
It goes to the server as a scene event with the batch of its step, and comes back in
the transcript, on the report and in the grader, which follows its paths. What the
text means, and how lines run, is said once for the page and the server, by the cases
in internal/board/testdata.

# The way of one query

[levelup/internal/search/docs] takes from the content what anybody may find, section by
section, and [levelup/internal/search.New] makes an index of it when the program starts
and whenever the content changes (searching.go). Words count as in SQLite's full-text
index, with which a test compares them; the meaning comes from vectors, which the program
carries for its own content and has made in the background for a folder's
(embedding.go), by [levelup/internal/encoder] or by a server. web/search asks in one way
or in all four and shows with each hit why it is there. levelup eval search
(evalsearch.go) measures the four on queries that people judged.

# The way of one chapter

A chapter is a Markdown file (content/chapters). [levelup/internal/curriculum]
reads and checks it with [levelup/internal/markdown]; its diagram is text that
[levelup/internal/board] draws, as it draws the boards of attempts. web/learn
renders and compresses each page once. Answers of its quiz are kept by
[levelup/internal/study]. The tests run its code and compare its excerpts with the
source (chapters_test.go).

# The way of one edit

An author begins with levelup content new (contentnew.go), which fills the
skeletons of package curriculum in and writes all of a chapter's or prompt's files
or none. What is still to write in them is marked, and keeps them from readers.
content/schema says to editors what the types of the package say to the program;
a test walks both.

content.go watches the content folder. When it has been quiet for a moment,
[levelup/internal/curriculum.Source] reads what has changed and keeps the last
good version of what is broken; web/author tells the open pages of authors, and
web/ui/renew.ts makes them new in place. A pull, by the button or the webhook,
lets [levelup/internal/checkout] fetch, has the content check look at the new
files while they lie in a folder of their own, and only then moves the checkout.

# The way of one backup

levelup backup (backup.go) has SQLite write a copy of one moment beside the place it is
meant for ([levelup/internal/db.DB.Backup]), looks through it as check-db does
([levelup/internal/db.DB.Check]), and only then gives it its name.
[levelup/internal/db.Restore] goes the same way back.

Each night the server makes one by itself. background.go lists what runs so, and when;
[levelup/internal/jobs] keeps the calendar, leases what is due to one of the processes
that share the database, and writes each run down for web/admin to show.

# The way of one release

make build (Makefile) compiles the program so that nothing of the folder or the hour is in
it, and has tools/bill write what it is made of, and under which terms, beside it.
tools/release.sh makes archives of that, .github/workflows/release.yml publishes them. The
Dockerfile goes the same way; tools/container.sh follows it step by step without a
container engine and looks whether what comes out works. tools/deploy holds what a server
is set up with, which its tests and hosting_test.go hold together. levelup health
(health.go) asks /readyz where nothing else can: in an image without a shell.

# What it tells of itself

insight.go is where the program watches itself. The packages that do the work know
nothing of it: they have hooks ([levelup/internal/db.Options], [levelup/internal/llm.Options],
OnSaved and OnChanged of the stores, [levelup/web/site.Watch]) that serve.go sets.
[levelup/internal/metrics] counts what they tell, for GET /metrics, which answers this
machine, or whoever has LEVELUP_METRICS_TOKEN. [levelup/internal/trace] sends spans of
requests, grades, questions to a model and transactions to the collector of
LEVELUP_OTLP_ENDPOINT, if there is one. The log has an id for each request, and an
attempt for what is done about one. None of the three holds a word that people wrote;
canary_test.go plants some and looks.

# The house

Nouns live in internal, pages in web, one folder a feature, named by the first
segment of its address. Arrows go one way only: cmd, web/site, a feature, a noun,
then the packages that know no domain; a test, internal/importrules, keeps them.
web/site/routes.go lists every address and who may ask for it, by the table of rights
in [levelup/internal/account.Can]; a test compares it with testdata/rights.tsv.
*/
package main
