output "id" {
  value = local.zone_id
}

output "arn" {
  value = try(aws_route53_zone.this[0].arn, aws_route53_zone.ignore_vpc[0].arn, data.aws_route53_zone.this[0].arn, null)
}

output "name_servers" {
  value = try(aws_route53_zone.this[0].name_servers, aws_route53_zone.ignore_vpc[0].name_servers, data.aws_route53_zone.this[0].name_servers, null)
}

output "primary_name_server" {
  value = try(aws_route53_zone.this[0].primary_name_server, aws_route53_zone.ignore_vpc[0].primary_name_server, data.aws_route53_zone.this[0].primary_name_server, null)
}

output "name" {
  value = local.zone_name
}

output "dnssec_signing_key_digest_value" {
  value = terraform_data.unmodelled.id
}

output "dnssec_signing_key_dnskey_record" {
  value = terraform_data.unmodelled.id
}

output "dnssec_signing_key_ds_record" {
  value = terraform_data.unmodelled.id
}

output "dnssec_signing_key_id" {
  value = terraform_data.unmodelled.id
}

output "dnssec_signing_key_tag" {
  value = terraform_data.unmodelled.id
}

output "dnssec_signing_key_public_key" {
  value = terraform_data.unmodelled.id
}

output "dnssec_kms_key_arn" {
  value = terraform_data.unmodelled.id
}

output "dnssec_kms_key_id" {
  value = terraform_data.unmodelled.id
}

output "dnssec_kms_key_region" {
  value = terraform_data.unmodelled.id
}

output "dnssec_kms_key_policy" {
  value = terraform_data.unmodelled.id
}

output "records" {
  value = aws_route53_record.this
}
