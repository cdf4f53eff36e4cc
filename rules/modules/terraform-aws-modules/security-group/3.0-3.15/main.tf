locals {
  create = var.create
}

resource "aws_security_group" "this" {
  count = local.create && !var.use_name_prefix ? 1 : 0

  name        = var.name
  description = var.description
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}" })
}

resource "aws_security_group" "this_name_prefix" {
  count = local.create && var.use_name_prefix ? 1 : 0

  name_prefix = "${var.name}-"
  description = var.description
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}" })
}

resource "terraform_data" "unmodelled" {}
