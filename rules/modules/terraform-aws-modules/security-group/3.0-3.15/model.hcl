model {
  source   = "terraform-aws-modules/security-group/aws"
  versions = ">= 3.0.0, < 3.16.0"
  read_at  = ["v3.0.0", "v3.8.0", "v3.15.0"]

  # Submodules differ in rules only, which are not modelled.
  alike "modules/ssh" {
    modules = [
      "modules/activemq",
      "modules/alertmanager",
      "modules/carbon-relay-ng",
      "modules/cassandra",
      "modules/consul",
      "modules/docker-swarm",
      "modules/elasticsearch",
      "modules/grafana",
      "modules/graphite-statsd",
      "modules/http-80",
      "modules/http-8080",
      "modules/https-443",
      "modules/https-8443",
      "modules/ipsec-4500",
      "modules/ipsec-500",
      "modules/kafka",
      "modules/kibana",
      "modules/kubernetes-api",
      "modules/ldaps",
      "modules/logstash",
      "modules/memcached",
      "modules/minio",
      "modules/mongodb",
      "modules/mssql",
      "modules/mysql",
      "modules/nfs",
      "modules/nomad",
      "modules/ntp",
      "modules/openvpn",
      "modules/oracle-db",
      "modules/postgresql",
      "modules/prometheus",
      "modules/puppet",
      "modules/rabbitmq",
      "modules/rdp",
      "modules/redis",
      "modules/redshift",
      "modules/solr",
      "modules/splunk",
      "modules/squid",
      "modules/storm",
      "modules/web",
      "modules/winrm",
      "modules/zipkin",
      "modules/zookeeper",
    ]
  }
}
