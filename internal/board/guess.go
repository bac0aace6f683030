package board

import (
	"strings"
	"unicode"
)

// hints are words by which a part that comes without a kind is known, the surest
// kinds first.
var hints = []struct{ kind, words string }{
	{"queue", "queue queues kafka sqs rabbitmq rabbit topic topics stream broker pubsub kinesis nats outbox"},
	{"cache", "cache caches redis memcached memcache valkey"},
	{"balancer", "balancer lb elb alb nginx haproxy envoy proxy"},
	{"cdn", "cdn cloudfront fastly akamai edge"},
	{"storage", "s3 blob blobs bucket buckets gcs files storage warehouse lake archive"},
	{"database", "db database databases postgres postgresql mysql sqlite cassandra dynamodb dynamo mongodb mongo spanner shard shards table replica primary elasticsearch index"},
	{"worker", "worker workers consumer consumers cron job scheduler"},
	{"client", "client clients browser browsers user users phone phones mobile app web"},
	{"external", "external provider third-party stripe twilio smtp apns fcm"},
}

// guess is the kind that the words of a label suggest.
func guess(label string) string {
	words := strings.FieldsFunc(strings.ToLower(label), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' })
	for _, h := range hints {
		for hint := range strings.FieldsSeq(h.words) {
			for _, w := range words {
				if w == hint {
					return h.kind
				}
			}
		}
	}
	return "service"
}
