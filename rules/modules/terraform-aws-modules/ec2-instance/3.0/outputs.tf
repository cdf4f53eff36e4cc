output "id" {
  value = element(concat(aws_instance.this.*.id, [""]), 0)
}

output "arn" {
  value = element(concat(aws_instance.this.*.arn, [""]), 0)
}

output "capacity_reservation_specification" {
  value = element(concat(aws_instance.this.*.capacity_reservation_specification, [""]), 0)
}

output "instance_state" {
  value = element(concat(aws_instance.this.*.instance_state, [""]), 0)
}

output "outpost_arn" {
  value = element(concat(aws_instance.this.*.outpost_arn, [""]), 0)
}

output "password_data" {
  value = element(concat(aws_instance.this.*.password_data, [""]), 0)
}

output "primary_network_interface_id" {
  value = element(concat(aws_instance.this.*.primary_network_interface_id, [""]), 0)
}

output "private_dns" {
  value = element(concat(aws_instance.this.*.private_dns, [""]), 0)
}

output "public_dns" {
  value = element(concat(aws_instance.this.*.public_dns, [""]), 0)
}

output "public_ip" {
  value = element(concat(aws_instance.this.*.public_ip, [""]), 0)
}

output "tags_all" {
  value = element(concat(aws_instance.this.*.tags_all, [""]), 0)
}
