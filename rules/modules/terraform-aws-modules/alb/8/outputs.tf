output "lb_id" {
  value = try(aws_lb.this[0].id, "")
}

output "lb_arn" {
  value = try(aws_lb.this[0].arn, "")
}

output "lb_dns_name" {
  value = try(aws_lb.this[0].dns_name, "")
}

output "lb_arn_suffix" {
  value = try(aws_lb.this[0].arn_suffix, "")
}

output "lb_zone_id" {
  value = try(aws_lb.this[0].zone_id, "")
}

output "http_tcp_listener_arns" {
  value = aws_lb_listener.frontend_http_tcp[*].arn
}

output "http_tcp_listener_ids" {
  value = aws_lb_listener.frontend_http_tcp[*].id
}

output "https_listener_arns" {
  value = aws_lb_listener.frontend_https[*].arn
}

output "https_listener_ids" {
  value = aws_lb_listener.frontend_https[*].id
}

output "target_group_arns" {
  value = aws_lb_target_group.main[*].arn
}

output "target_group_arn_suffixes" {
  value = aws_lb_target_group.main[*].arn_suffix
}

output "target_group_names" {
  value = aws_lb_target_group.main[*].name
}

output "target_group_attachments" {
  value = terraform_data.unmodelled.id
}

output "security_group_arn" {
  value = try(aws_security_group.this[0].arn, null)
}

output "security_group_id" {
  value = try(aws_security_group.this[0].id, null)
}
