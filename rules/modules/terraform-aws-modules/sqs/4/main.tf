data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  create_dlq = var.create && var.create_dlq
  suffix     = var.fifo_queue ? ".fifo" : ""

  name     = try(trimsuffix(var.name, ".fifo"), "")
  dead     = try(coalesce(try(trimsuffix(var.dlq_name, ".fifo"), ""), "${local.name}-dlq"), "")
  dlq_name = var.use_name_prefix ? local.dead : "${local.dead}${local.suffix}"

  dlq_key     = try(coalesce(var.dlq_kms_master_key_id, var.kms_master_key_id), null)
  dlq_managed = coalesce(var.dlq_sqs_managed_sse_enabled, var.sqs_managed_sse_enabled)
}

resource "aws_sqs_queue" "this" {
  count = var.create ? 1 : 0

  name                    = var.use_name_prefix ? null : "${local.name}${local.suffix}"
  name_prefix             = var.use_name_prefix ? "${local.name}-" : null
  fifo_queue              = var.fifo_queue
  sqs_managed_sse_enabled = var.kms_master_key_id == null ? var.sqs_managed_sse_enabled : null
  kms_master_key_id       = var.kms_master_key_id
  tags                    = var.tags
}

resource "aws_sqs_queue_policy" "this" {
  count = var.create && var.create_queue_policy ? 1 : 0

  queue_url = aws_sqs_queue.this[0].url
  policy    = terraform_data.unmodelled.id
}

resource "aws_sqs_queue_redrive_policy" "this" {
  count = var.create && !var.create_dlq && length(var.redrive_policy) > 0 ? 1 : 0

  queue_url      = aws_sqs_queue.this[0].url
  redrive_policy = jsonencode(var.redrive_policy)
}

resource "aws_sqs_queue_redrive_policy" "dlq" {
  count = local.create_dlq ? 1 : 0

  queue_url      = aws_sqs_queue.this[0].url
  redrive_policy = jsonencode(merge({ deadLetterTargetArn = aws_sqs_queue.dlq[0].arn, maxReceiveCount = 5 }, var.redrive_policy))
}

resource "aws_sqs_queue" "dlq" {
  count = local.create_dlq ? 1 : 0

  name                    = var.use_name_prefix ? null : local.dlq_name
  name_prefix             = var.use_name_prefix ? "${local.dlq_name}-" : null
  fifo_queue              = var.fifo_queue
  sqs_managed_sse_enabled = local.dlq_key == null ? local.dlq_managed : null
  kms_master_key_id       = local.dlq_key
  tags                    = merge(var.tags, var.dlq_tags)
}

resource "aws_sqs_queue_policy" "dlq" {
  count = local.create_dlq && var.create_dlq_queue_policy ? 1 : 0

  queue_url = aws_sqs_queue.dlq[0].url
  policy    = terraform_data.unmodelled.id
}

resource "terraform_data" "unmodelled" {}
