variable "create" {
  type    = bool
  default = true
}

variable "name" {
  type    = string
  default = ""
}

variable "ami_ssm_parameter" {
  type    = string
  default = "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2"
}

variable "ami" {
  type    = string
  default = null
}

variable "associate_public_ip_address" {
  type    = bool
  default = null
}

variable "maintenance_options" {
  type    = any
  default = {}
}

variable "availability_zone" {
  type    = string
  default = null
}

variable "capacity_reservation_specification" {
  type    = any
  default = {}
}

variable "cpu_credits" {
  type    = string
  default = null
}

variable "disable_api_termination" {
  type    = bool
  default = null
}

variable "ebs_block_device" {
  type    = list(any)
  default = []
}

variable "ebs_optimized" {
  type    = bool
  default = null
}

variable "enclave_options_enabled" {
  type    = bool
  default = null
}

variable "ephemeral_block_device" {
  type    = list(map(string))
  default = []
}

variable "get_password_data" {
  type    = bool
  default = null
}

variable "hibernation" {
  type    = bool
  default = null
}

variable "host_id" {
  type    = string
  default = null
}

variable "iam_instance_profile" {
  type    = string
  default = null
}

variable "instance_initiated_shutdown_behavior" {
  type    = string
  default = null
}

variable "instance_type" {
  type    = string
  default = "t3.micro"
}

variable "ipv6_address_count" {
  type    = number
  default = null
}

variable "ipv6_addresses" {
  type    = list(string)
  default = null
}

variable "key_name" {
  type    = string
  default = null
}

variable "launch_template" {
  type    = map(string)
  default = null
}

variable "metadata_options" {
  type    = map(string)
  default = {}
}

variable "monitoring" {
  type    = bool
  default = false
}

variable "network_interface" {
  type    = list(map(string))
  default = []
}

variable "placement_group" {
  type    = string
  default = null
}

variable "private_ip" {
  type    = string
  default = null
}

variable "root_block_device" {
  type    = list(any)
  default = []
}

variable "secondary_private_ips" {
  type    = list(string)
  default = null
}

variable "source_dest_check" {
  type    = bool
  default = true
}

variable "subnet_id" {
  type    = string
  default = null
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "tenancy" {
  type    = string
  default = null
}

variable "user_data" {
  type    = string
  default = null
}

variable "user_data_base64" {
  type    = string
  default = null
}

variable "user_data_replace_on_change" {
  type    = bool
  default = false
}

variable "volume_tags" {
  type    = map(string)
  default = {}
}

variable "enable_volume_tags" {
  type    = bool
  default = true
}

variable "vpc_security_group_ids" {
  type    = list(string)
  default = null
}

variable "timeouts" {
  type    = map(string)
  default = {}
}

variable "cpu_core_count" {
  type    = number
  default = null
}

variable "cpu_threads_per_core" {
  type    = number
  default = null
}

variable "create_spot_instance" {
  type    = bool
  default = false
}

variable "spot_price" {
  type    = string
  default = null
}

variable "spot_wait_for_fulfillment" {
  type    = bool
  default = null
}

variable "spot_type" {
  type    = string
  default = null
}

variable "spot_launch_group" {
  type    = string
  default = null
}

variable "spot_block_duration_minutes" {
  type    = number
  default = null
}

variable "spot_instance_interruption_behavior" {
  type    = string
  default = null
}

variable "spot_valid_until" {
  type    = string
  default = null
}

variable "spot_valid_from" {
  type    = string
  default = null
}

variable "disable_api_stop" {
  type    = bool
  default = null
}

variable "putin_khuylo" {
  type    = bool
  default = true
}

variable "create_iam_instance_profile" {
  type    = bool
  default = false
}

variable "iam_role_name" {
  type    = string
  default = null
}

variable "iam_role_use_name_prefix" {
  type    = bool
  default = true
}

variable "iam_role_path" {
  type    = string
  default = null
}

variable "iam_role_description" {
  type    = string
  default = null
}

variable "iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "iam_role_policies" {
  type    = map(string)
  default = {}
}

variable "iam_role_tags" {
  type    = map(string)
  default = {}
}
