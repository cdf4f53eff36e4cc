output "cloudfront_distribution_id" {
  value = try(aws_cloudfront_distribution.this[0].id, "")
}

output "cloudfront_distribution_arn" {
  value = try(aws_cloudfront_distribution.this[0].arn, "")
}

output "cloudfront_distribution_caller_reference" {
  value = try(aws_cloudfront_distribution.this[0].caller_reference, "")
}

output "cloudfront_distribution_status" {
  value = try(aws_cloudfront_distribution.this[0].status, "")
}

output "cloudfront_distribution_trusted_signers" {
  value = try(aws_cloudfront_distribution.this[0].trusted_signers, "")
}

output "cloudfront_distribution_domain_name" {
  value = try(aws_cloudfront_distribution.this[0].domain_name, "")
}

output "cloudfront_distribution_last_modified_time" {
  value = try(aws_cloudfront_distribution.this[0].last_modified_time, "")
}

output "cloudfront_distribution_in_progress_validation_batches" {
  value = try(aws_cloudfront_distribution.this[0].in_progress_validation_batches, "")
}

output "cloudfront_distribution_etag" {
  value = try(aws_cloudfront_distribution.this[0].etag, "")
}

output "cloudfront_distribution_hosted_zone_id" {
  value = try(aws_cloudfront_distribution.this[0].hosted_zone_id, "")
}

output "cloudfront_origin_access_identities" {
  value = terraform_data.unmodelled.id
}

output "cloudfront_origin_access_identity_ids" {
  value = terraform_data.unmodelled.id
}

output "cloudfront_origin_access_identity_iam_arns" {
  value = terraform_data.unmodelled.id
}

output "cloudfront_monitoring_subscription_id" {
  value = terraform_data.unmodelled.id
}

output "cloudfront_distribution_tags" {
  value = try(aws_cloudfront_distribution.this[0].tags_all, "")
}

output "cloudfront_origin_access_controls" {
  value = terraform_data.unmodelled.id
}

output "cloudfront_origin_access_controls_ids" {
  value = terraform_data.unmodelled.id
}

output "cloudfront_vpc_origin_ids" {
  value = terraform_data.unmodelled.id
}
