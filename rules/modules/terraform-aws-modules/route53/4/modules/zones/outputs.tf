output "route53_zone_zone_id" {
  value = { for k, v in aws_route53_zone.this : k => v.zone_id }
}

output "route53_zone_zone_arn" {
  value = { for k, v in aws_route53_zone.this : k => v.arn }
}

output "route53_zone_name_servers" {
  value = { for k, v in aws_route53_zone.this : k => v.name_servers }
}

output "primary_name_server" {
  value = { for k, v in aws_route53_zone.this : k => v.primary_name_server }
}

output "route53_zone_name" {
  value = { for k, v in aws_route53_zone.this : k => v.name }
}

output "route53_static_zone_name" {
  value = { for k, v in var.zones : k => lookup(v, "domain_name", k) if var.create }
}
