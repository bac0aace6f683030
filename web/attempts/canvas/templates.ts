// Boards to begin with: what most designs have in common, and nothing that a prompt
// asks for.

export interface Template {
  name: string;
  text: string;
}

export const templates: readonly Template[] = [
  {
    name: "Web application",
    text: "[client] Browser\n[balancer] Load balancer\n[service] API\n[database] Database\nBrowser -> Load balancer -> API -> Database\n",
  },
  {
    name: "Read-heavy, with a cache",
    text: "[client] Browser\n[cdn] CDN\n[service] API\n[cache] Cache\n[database] Database\n[database] Read replica\nBrowser -> CDN: static files\nBrowser -> API\nAPI -> Cache: reads first\nAPI -> Database: writes\nAPI -> Read replica: misses\nDatabase -> Read replica: replicates\n",
  },
  {
    name: "Work behind a queue",
    text: "[client] Client\n[service] API\n[queue] Queue\n[worker] Worker\n[database] Database\nClient -> API -> Queue: enqueues\nQueue -> Worker: takes\nWorker -> Database: results\nAPI -> Database\n",
  },
  {
    name: "Two regions",
    text: "[client] Client\n[balancer] DNS\n[service] API, east\n[database] Primary\n[service] API, west\n[database] Replica\n[region] East: \"API, east\", Primary\n[region] West: \"API, west\", Replica\nClient -> DNS\nDNS -> \"API, east\"\nDNS -> \"API, west\"\n\"API, east\" -> Primary\n\"API, west\" -> Replica\nPrimary -> Replica: replicates\n",
  },
];
