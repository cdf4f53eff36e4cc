output "route53_resolver_endpoint_id" {
  value = try(aws_route53_resolver_endpoint.this[0].id, null)
}

output "route53_resolver_endpoint_arn" {
  value = try(aws_route53_resolver_endpoint.this[0].arn, null)
}

output "route53_resolver_endpoint_host_vpc_id" {
  value = try(aws_route53_resolver_endpoint.this[0].host_vpc_id, null)
}

output "route53_resolver_endpoint_security_group_ids" {
  value = try(aws_route53_resolver_endpoint.this[0].security_group_ids, null)
}

output "route53_resolver_endpoint_ip_addresses" {
  value = try(aws_route53_resolver_endpoint.this[0].ip_address, null)
}
