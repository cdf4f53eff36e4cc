output "id" {
  value = aws_instance.this.*.id
}

output "arn" {
  value = aws_instance.this.*.arn
}

output "availability_zone" {
  value = aws_instance.this.*.availability_zone
}

output "placement_group" {
  value = aws_instance.this.*.placement_group
}

output "key_name" {
  value = aws_instance.this.*.key_name
}

output "password_data" {
  value = aws_instance.this.*.password_data
}

output "public_dns" {
  value = aws_instance.this.*.public_dns
}

output "public_ip" {
  value = aws_instance.this.*.public_ip
}

output "ipv6_addresses" {
  value = aws_instance.this.*.ipv6_addresses
}

output "primary_network_interface_id" {
  value = aws_instance.this.*.primary_network_interface_id
}

output "private_dns" {
  value = aws_instance.this.*.private_dns
}

output "private_ip" {
  value = aws_instance.this.*.private_ip
}

output "security_groups" {
  value = aws_instance.this.*.security_groups
}

output "vpc_security_group_ids" {
  value = aws_instance.this.*.vpc_security_group_ids
}

output "subnet_id" {
  value = aws_instance.this.*.subnet_id
}

output "credit_specification" {
  value = aws_instance.this.*.credit_specification
}

output "metadata_options" {
  value = aws_instance.this.*.metadata_options
}

output "instance_state" {
  value = aws_instance.this.*.instance_state
}

output "root_block_device_volume_ids" {
  value = [for device in aws_instance.this.*.root_block_device : device.*.volume_id]
}

output "ebs_block_device_volume_ids" {
  value = [for device in aws_instance.this.*.ebs_block_device : device.*.volume_id]
}

output "tags" {
  value = aws_instance.this.*.tags
}

output "volume_tags" {
  value = aws_instance.this.*.volume_tags
}

output "instance_count" {
  value = var.instance_count
}
