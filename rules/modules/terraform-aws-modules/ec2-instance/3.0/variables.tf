variable "create" {
  type    = bool
  default = true
}

variable "name" {
  type    = string
  default = ""
}

variable "ami" {
  type    = string
  default = ""
}

variable "associate_public_ip_address" {
  type    = bool
  default = null
}

variable "availability_zone" {
  type    = string
  default = null
}

variable "capacity_reservation_specification" {
  type    = any
  default = null
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
  type    = list(map(string))
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
