output "sns_topic_arn" {
  value = element(concat(aws_sns_topic.this.*.arn, [""]), 0)
}

output "sns_topic_name" {
  value = element(concat(aws_sns_topic.this.*.name, [""]), 0)
}

output "sns_topic_id" {
  value = element(concat(aws_sns_topic.this.*.id, [""]), 0)
}

output "sns_topic_owner" {
  value = element(concat(aws_sns_topic.this.*.owner, [""]), 0)
}
