output "lb_id" {
  value = concat(aws_lb.this.*.id, [""])[0]
}

output "lb_arn" {
  value = concat(aws_lb.this.*.arn, [""])[0]
}

output "lb_dns_name" {
  value = concat(aws_lb.this.*.dns_name, [""])[0]
}

output "lb_arn_suffix" {
  value = concat(aws_lb.this.*.arn_suffix, [""])[0]
}

output "lb_zone_id" {
  value = concat(aws_lb.this.*.zone_id, [""])[0]
}

output "http_tcp_listener_arns" {
  value = aws_lb_listener.frontend_http_tcp.*.arn
}

output "http_tcp_listener_ids" {
  value = aws_lb_listener.frontend_http_tcp.*.id
}

output "https_listener_arns" {
  value = aws_lb_listener.frontend_https.*.arn
}

output "https_listener_ids" {
  value = aws_lb_listener.frontend_https.*.id
}

output "target_group_arns" {
  value = aws_lb_target_group.main.*.arn
}

output "target_group_arn_suffixes" {
  value = aws_lb_target_group.main.*.arn_suffix
}

output "target_group_names" {
  value = aws_lb_target_group.main.*.name
}

output "target_group_attachments" {
  value = terraform_data.unmodelled.id
}
