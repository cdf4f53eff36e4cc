output "this_security_group_id" {
  value = concat(
    aws_security_group.this.*.id,
    aws_security_group.this_name_prefix.*.id,
    [""],
  )[0]
}

output "this_security_group_vpc_id" {
  value = concat(
    aws_security_group.this.*.vpc_id,
    aws_security_group.this_name_prefix.*.vpc_id,
    [""],
  )[0]
}

output "this_security_group_owner_id" {
  value = concat(
    aws_security_group.this.*.owner_id,
    aws_security_group.this_name_prefix.*.owner_id,
    [""],
  )[0]
}

output "this_security_group_name" {
  value = concat(
    aws_security_group.this.*.name,
    aws_security_group.this_name_prefix.*.name,
    [""],
  )[0]
}

output "this_security_group_description" {
  value = concat(
    aws_security_group.this.*.description,
    aws_security_group.this_name_prefix.*.description,
    [""],
  )[0]
}
