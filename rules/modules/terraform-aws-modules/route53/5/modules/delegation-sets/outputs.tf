output "route53_delegation_set_id" {
  value = { for k, v in aws_route53_delegation_set.this : k => v.id }
}

output "route53_delegation_set_name_servers" {
  value = { for k, v in aws_route53_delegation_set.this : k => v.name_servers }
}

output "route53_delegation_set_reference_name" {
  value = { for k, v in aws_route53_delegation_set.this : k => v.reference_name }
}
