// What can be put on a board: the kinds, and names that are known in the field with
// the kind that each is.
import hints from "../../../internal/board/hints.json";
import { kinds, type Kind } from "../board/graph.ts";

export interface Choice {
  kind: Kind;
  label: string;
}

export const kindNames: Readonly<Record<Kind, string>> = {
  client: "Client",
  service: "Service",
  database: "Database",
  cache: "Cache",
  queue: "Queue",
  worker: "Worker",
  storage: "Storage",
  balancer: "Load balancer",
  cdn: "CDN",
  external: "External service",
  note: "Note",
};

const known: Readonly<Partial<Record<Kind, string>>> = {
  client: "Browser, Mobile app, Admin console",
  service: "API, API gateway, Web server, Auth service, Search service, Notification service, Rate limiter, Feed service, Upload service, WebSocket gateway, ID generator",
  database: "PostgreSQL, MySQL, SQLite, Cassandra, DynamoDB, MongoDB, Elasticsearch, Read replica, Search index, Data warehouse, Time-series database, Graph database",
  cache: "Redis, Memcached, Local cache, Session store",
  queue: "Kafka, RabbitMQ, SQS, Kinesis, NATS, Outbox, Dead-letter queue, Pub/sub topic",
  worker: "Consumer, Cron, Scheduler, Crawler, Transcoder, Fan-out worker",
  storage: "S3, Object storage, Block storage, File system, Backup",
  balancer: "Nginx, HAProxy, Envoy, DNS",
  cdn: "CloudFront, Fastly, Edge cache",
  external: "Payment provider, Email provider, SMS provider, Push service (APNs, FCM), Identity provider, Webhook receiver",
};

const named: readonly Choice[] = kinds.flatMap((kind) => (known[kind] ?? "").split(/, (?![^(]*\))/).filter(Boolean).map((label) => ({ kind, label })));

/** The kind that the words of a name suggest, by what the server guesses with. */
export function guess(name: string): Kind {
  const words = name.toLowerCase().split(/[^\p{L}\p{N}-]+/u);
  const hint = hints.find((one) => one.words.split(" ").some((word) => words.includes(word)));
  return (hint?.kind ?? "service") as Kind;
}

/**
 * What one may mean by what is typed: "jobs" is a part of that name, of the kind that
 * it suggests first; "queue jobs" says the kind itself.
 */
export function choices(typed: string): Choice[] {
  const name = typed.trim().replace(/\s+/g, " ");
  if (name === "") return kinds.map((kind) => ({ kind, label: kindNames[kind] }));
  const [first = "", ...rest] = name.split(" ");
  const said = kinds.find((kind) => kind === first.toLowerCase() || `[${kind}]` === first.toLowerCase());
  const low = name.toLowerCase();
  const out: Choice[] = [];
  if (said && rest.length > 0) out.push({ kind: said, label: rest.join(" ") });
  else if (said) out.push({ kind: said, label: kindNames[said] });
  out.push(...named.filter((one) => one.label.toLowerCase() === low));
  if (!said) {
    const guessed = out[0]?.kind ?? guess(name);
    out.push({ kind: guessed, label: out[0]?.label ?? name });
    out.push(...named.filter((one) => ` ${one.label.toLowerCase()}`.includes(` ${low}`)));
    out.push(...kinds.filter((kind) => kind !== guessed).map((kind) => ({ kind, label: name })));
  } else {
    out.push(...named.filter((one) => one.kind === said));
  }
  const seen = new Set<string>();
  return out.filter((one) => {
    const key = `${one.kind} ${one.label}`;
    return !seen.has(key) && seen.add(key);
  });
}
