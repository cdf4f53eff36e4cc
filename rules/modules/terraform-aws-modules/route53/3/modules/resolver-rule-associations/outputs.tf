output "route53_resolver_rule_association_id" {
  value = { for k, v in aws_route53_resolver_rule_association.this : k => v.id }
}

output "route53_resolver_rule_association_name" {
  value = { for k, v in aws_route53_resolver_rule_association.this : k => v.name }
}

output "route53_resolver_rule_association_resolver_rule_id" {
  value = { for k, v in aws_route53_resolver_rule_association.this : k => v.resolver_rule_id }
}
