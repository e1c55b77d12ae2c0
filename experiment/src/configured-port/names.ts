/** Words of variable, service and image names that mean a service a program talks to, not the program. */
const dependencies = new Set(
  (
    'adminer amqp cassandra clickhouse cockroach consul couchdb database db elastic elasticsearch etcd grafana influxdb jaeger kafka kibana ldap localstack mail ' +
    'mailhog mailpit mariadb memcache memcached minio mongo mongodb mssql mysql nats neo4j opensearch oracle pg pgadmin pgbouncer phpmyadmin prometheus pop3 ' +
    'postgis postgres postgresql rabbit rabbitmq redis redpanda s3 smtp sql sqlserver typesense valkey vault zookeeper'
  ).split(' '),
);

/** Whether a name such as `DB_PORT`, `postgres-main` or `bitnami/redis:7` speaks of a database or the like. */
export function namesDependency(name: string): boolean {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .some((word) => dependencies.has(word) || dependencies.has(word.replace(/\d+$/, '')));
}

/** Debuggers and tools listen there, not the program itself. */
const auxiliary = /(?:^|_)(?:DEBUG|DEBUGGER|INSPECT|INSPECTOR|HMR|LIVERELOAD|PROXY|METRICS)_PORT$/;

/** Whether an environment variable names a port: `PORT`, or `SOMETHING_PORT`. */
export const isPortVariable = (name: string): boolean => /^(?:[A-Z][A-Z0-9_]*_)?PORT$/i.test(name);

/** How likely a port variable is the one of the program's own server; smaller is likelier. */
export function portVariableWeight(name: string): number {
  if (name === 'PORT') {
    return 0;
  }
  if (auxiliary.test(name)) {
    return 3;
  }
  return /^(?:APP|SERVER|HTTP|API|WEB|NODE|NUXT|NITRO|LISTEN)_PORT$/.test(name) ? 1 : 2;
}
