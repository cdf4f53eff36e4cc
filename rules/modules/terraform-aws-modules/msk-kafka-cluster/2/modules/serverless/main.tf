resource "aws_msk_serverless_cluster" "this" {
  count = var.create ? 1 : 0

  cluster_name = var.name
  tags         = var.tags

  vpc_config {
    subnet_ids         = var.subnet_ids
    security_group_ids = var.security_group_ids
  }
}

resource "aws_msk_cluster_policy" "this" {
  count = var.create && var.create_cluster_policy ? 1 : 0

  cluster_arn = aws_msk_serverless_cluster.this[0].arn
  policy      = terraform_data.unmodelled.id
}

resource "terraform_data" "unmodelled" {}
