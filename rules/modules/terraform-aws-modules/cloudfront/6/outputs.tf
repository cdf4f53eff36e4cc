output "cloudfront_distribution_id" {
  value = try(aws_cloudfront_distribution.this[0].id, null)
}

output "cloudfront_distribution_arn" {
  value = try(aws_cloudfront_distribution.this[0].arn, null)
}

output "cloudfront_distribution_caller_reference" {
  value = try(aws_cloudfront_distribution.this[0].caller_reference, null)
}

output "cloudfront_distribution_status" {
  value = try(aws_cloudfront_distribution.this[0].status, null)
}

output "cloudfront_distribution_trusted_signers" {
  value = try(aws_cloudfront_distribution.this[0].trusted_signers, null)
}

output "cloudfront_distribution_domain_name" {
  value = try(aws_cloudfront_distribution.this[0].domain_name, null)
}

output "cloudfront_distribution_last_modified_time" {
  value = try(aws_cloudfront_distribution.this[0].last_modified_time, null)
}

output "cloudfront_distribution_in_progress_validation_batches" {
  value = try(aws_cloudfront_distribution.this[0].in_progress_validation_batches, null)
}

output "cloudfront_distribution_etag" {
  value = try(aws_cloudfront_distribution.this[0].etag, null)
}

output "cloudfront_distribution_hosted_zone_id" {
  value = try(aws_cloudfront_distribution.this[0].hosted_zone_id, null)
}

output "cloudfront_origin_access_controls" {
  value = aws_cloudfront_origin_access_control.this
}

output "cloudfront_vpc_origins" {
  value = aws_cloudfront_vpc_origin.this
}

output "cloudfront_cache_policies" {
  value = terraform_data.unmodelled.id
}

output "cloudfront_origin_request_policies" {
  value = terraform_data.unmodelled.id
}

output "cloudfront_response_headers_policies" {
  value = terraform_data.unmodelled.id
}

output "cloudfront_functions" {
  value = terraform_data.unmodelled.id
}

output "cloudfront_monitoring_subscription_id" {
  value = terraform_data.unmodelled.id
}

output "connection_function_arn" {
  value = terraform_data.unmodelled.id
}

output "connection_function_etag" {
  value = terraform_data.unmodelled.id
}

output "connection_function_id" {
  value = terraform_data.unmodelled.id
}

output "connection_function_live_stage_etag" {
  value = terraform_data.unmodelled.id
}

output "connection_function_status" {
  value = terraform_data.unmodelled.id
}
