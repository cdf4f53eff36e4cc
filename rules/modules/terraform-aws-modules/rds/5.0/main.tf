data "aws_partition" "current" {}

# The real module makes these in its submodules db_subnet_group and db_instance.
locals {
  create_db_instance     = var.create_db_instance && var.putin_khuylo
  create_db_subnet_group = var.create_db_subnet_group && var.putin_khuylo
  subnet_group_name      = coalesce(var.db_subnet_group_name, var.identifier)
  is_replica             = var.replicate_source_db != null
}

resource "aws_db_subnet_group" "this" {
  count = local.create_db_subnet_group ? 1 : 0

  name        = var.db_subnet_group_use_name_prefix ? null : local.subnet_group_name
  name_prefix = var.db_subnet_group_use_name_prefix ? "${local.subnet_group_name}-" : null
  subnet_ids  = var.subnet_ids
}

resource "aws_db_instance" "this" {
  count = local.create_db_instance ? 1 : 0

  identifier                          = var.instance_use_identifier_prefix ? null : var.identifier
  identifier_prefix                   = var.instance_use_identifier_prefix ? "${var.identifier}-" : null
  engine                              = local.is_replica ? null : var.engine
  engine_version                      = var.engine_version
  db_name                             = var.db_name
  username                            = local.is_replica ? null : var.username
  port                                = var.port
  instance_class                      = var.instance_class
  allocated_storage                   = var.allocated_storage
  storage_encrypted                   = var.storage_encrypted
  kms_key_id                          = var.kms_key_id
  db_subnet_group_name                = var.create_db_subnet_group ? try(aws_db_subnet_group.this[0].id, null) : var.db_subnet_group_name
  vpc_security_group_ids              = var.vpc_security_group_ids
  availability_zone                   = var.availability_zone
  multi_az                            = var.multi_az
  publicly_accessible                 = var.publicly_accessible
  replicate_source_db                 = var.replicate_source_db
  backup_retention_period             = var.backup_retention_period
  deletion_protection                 = var.deletion_protection
  skip_final_snapshot                 = var.skip_final_snapshot
  iam_database_authentication_enabled = var.iam_database_authentication_enabled
  tags                                = merge(var.tags, var.db_instance_tags)
}

resource "aws_iam_role" "enhanced_monitoring" {
  count = var.create_monitoring_role ? 1 : 0

  name        = var.monitoring_role_use_name_prefix ? null : var.monitoring_role_name
  name_prefix = var.monitoring_role_use_name_prefix ? "${var.monitoring_role_name}-" : null
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "enhanced_monitoring" {
  count = var.create_monitoring_role ? 1 : 0

  role       = aws_iam_role.enhanced_monitoring[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "terraform_data" "unmodelled" {}
