resource "aws_elasticache_user_group" "this" {
  count = var.create && var.create_group ? 1 : 0

  user_group_id = var.user_group_id
  user_ids      = var.create_default_user ? aws_elasticache_user.default[*].user_id : [var.default_user_id]
}

resource "aws_elasticache_user" "default" {
  count = var.create && var.create_default_user ? 1 : 0

  user_id       = var.default_user.user_id
  user_name     = "default"
  access_string = try(var.default_user.access_string, "on ~* +@read")
}

resource "aws_elasticache_user" "this" {
  for_each = { for k, v in var.users : k => v if var.create }

  user_id       = try(each.value.user_id, each.key)
  user_name     = try(each.value.user_name, each.key)
  access_string = each.value.access_string
}

resource "terraform_data" "unmodelled" {}
