locals {
  create = var.create && !var.use_existing_alias
}

data "aws_lambda_alias" "existing" {
  count = var.create && var.use_existing_alias ? 1 : 0

  function_name = var.function_name
  name          = var.name
}

resource "aws_lambda_alias" "no_refresh" {
  count = local.create && !var.refresh_alias ? 1 : 0

  name             = var.name
  function_name    = var.function_name
  description      = var.description
  function_version = var.function_version == "" ? "$LATEST" : var.function_version
}

resource "aws_lambda_alias" "with_refresh" {
  count = local.create && var.refresh_alias ? 1 : 0

  name             = var.name
  function_name    = var.function_name
  description      = var.description
  function_version = var.function_version == "" ? "$LATEST" : var.function_version
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each = { for k, v in var.event_source_mapping : k => v if var.create }

  function_name    = try(data.aws_lambda_alias.existing[0].arn, aws_lambda_alias.no_refresh[0].arn, aws_lambda_alias.with_refresh[0].arn, "")
  event_source_arn = try(each.value.event_source_arn, null)
}

resource "terraform_data" "unmodelled" {}
