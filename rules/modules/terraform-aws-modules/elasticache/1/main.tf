locals {
  # A cluster that names a replication group takes everything else from it.
  member      = var.replication_group_id != null
  node_groups = var.cluster_mode_enabled ? var.num_node_groups : null
  primary     = var.create_primary_global_replication_group
  secondary   = var.create_secondary_global_replication_group

  create_security_group = var.create && var.create_security_group
  security_group_name   = try(coalesce(var.security_group_name, var.cluster_id, var.replication_group_id), "")
  security_group_ids    = concat(var.security_group_ids, aws_security_group.this[*].id)
  subnet_group_name     = var.create && var.create_subnet_group ? aws_elasticache_subnet_group.this[0].name : var.subnet_group_name
}

resource "aws_elasticache_cluster" "this" {
  count = var.create && var.create_cluster ? 1 : 0

  cluster_id                 = var.cluster_id
  replication_group_id       = var.create_replication_group ? aws_elasticache_replication_group.this[0].id : var.replication_group_id
  engine                     = local.member ? null : var.engine
  engine_version             = local.member ? null : var.engine_version
  node_type                  = local.member ? null : var.node_type
  az_mode                    = local.member ? null : var.az_mode
  num_cache_nodes            = local.member ? null : var.num_cache_nodes
  availability_zone          = var.availability_zone
  subnet_group_name          = local.member ? null : local.subnet_group_name
  security_group_ids         = local.member ? null : local.security_group_ids
  snapshot_retention_limit   = local.member ? null : var.snapshot_retention_limit
  transit_encryption_enabled = var.engine == "memcached" ? var.transit_encryption_enabled : null
}

resource "aws_elasticache_replication_group" "this" {
  count = var.create && var.create_replication_group && !local.primary && !local.secondary ? 1 : 0

  replication_group_id       = var.replication_group_id
  description                = coalesce(var.description, "Replication group")
  engine                     = var.engine
  engine_version             = var.engine_version
  node_type                  = var.node_type
  at_rest_encryption_enabled = var.at_rest_encryption_enabled
  kms_key_id                 = var.at_rest_encryption_enabled ? var.kms_key_arn : null
  transit_encryption_enabled = var.transit_encryption_enabled
  multi_az_enabled           = var.multi_az_enabled
  automatic_failover_enabled = var.multi_az_enabled || var.cluster_mode_enabled ? true : var.automatic_failover_enabled
  num_cache_clusters         = var.cluster_mode_enabled ? null : var.num_cache_clusters
  num_node_groups            = local.node_groups
  replicas_per_node_group    = var.replicas_per_node_group
  port                       = coalesce(var.port, var.engine == "memcached" ? 11211 : 6379)
  subnet_group_name          = local.subnet_group_name
  security_group_ids         = local.security_group_ids
  snapshot_retention_limit   = var.snapshot_retention_limit
}

resource "aws_elasticache_replication_group" "global" {
  count = var.create && var.create_replication_group && (local.primary || local.secondary) ? 1 : 0

  replication_group_id        = var.replication_group_id
  description                 = coalesce(var.description, "Global replication group")
  engine                      = local.secondary ? null : var.engine
  engine_version              = local.secondary ? null : var.engine_version
  node_type                   = var.node_type
  at_rest_encryption_enabled  = local.secondary ? null : var.at_rest_encryption_enabled
  kms_key_id                  = var.at_rest_encryption_enabled ? var.kms_key_arn : null
  transit_encryption_enabled  = local.secondary ? null : var.transit_encryption_enabled
  multi_az_enabled            = var.multi_az_enabled
  automatic_failover_enabled  = var.multi_az_enabled || var.cluster_mode_enabled ? true : var.automatic_failover_enabled
  num_cache_clusters          = var.cluster_mode_enabled ? null : var.num_cache_clusters
  num_node_groups             = local.secondary ? null : local.node_groups
  replicas_per_node_group     = var.replicas_per_node_group
  port                        = coalesce(var.port, var.engine == "memcached" ? 11211 : 6379)
  subnet_group_name           = local.subnet_group_name
  security_group_ids          = local.security_group_ids
  snapshot_retention_limit    = var.snapshot_retention_limit
  global_replication_group_id = local.secondary ? var.global_replication_group_id : null
}

resource "aws_elasticache_global_replication_group" "this" {
  count = var.create && var.create_replication_group && local.primary ? 1 : 0

  global_replication_group_id_suffix = coalesce(var.global_replication_group_id_suffix, var.replication_group_id)
  primary_replication_group_id       = aws_elasticache_replication_group.global[0].id
  automatic_failover_enabled         = var.automatic_failover_enabled
}

resource "aws_elasticache_subnet_group" "this" {
  count = var.create && var.create_subnet_group ? 1 : 0

  name       = try(coalesce(var.subnet_group_name, var.cluster_id, var.replication_group_id), "")
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "this" {
  count = local.create_security_group ? 1 : 0

  name        = var.security_group_use_name_prefix ? null : local.security_group_name
  name_prefix = var.security_group_use_name_prefix ? "${local.security_group_name}-" : null
  description = var.security_group_description
  vpc_id      = var.vpc_id
}

resource "terraform_data" "unmodelled" {}
