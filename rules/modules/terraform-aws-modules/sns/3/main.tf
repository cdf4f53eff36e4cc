resource "aws_sns_topic" "this" {
  count = var.create_sns_topic ? 1 : 0

  name              = var.name
  name_prefix       = var.name_prefix
  display_name      = var.display_name
  policy            = var.policy
  fifo_topic        = var.fifo_topic
  kms_master_key_id = var.kms_master_key_id
  tags              = var.tags
}

resource "terraform_data" "unmodelled" {}
