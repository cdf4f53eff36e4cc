variable "name" {
  type = string
}

variable "instance_count" {
  type    = number
  default = 1
}

variable "ami" {
  type = string
}

variable "placement_group" {
  type    = string
  default = ""
}

variable "get_password_data" {
  type    = bool
  default = false
}

variable "tenancy" {
  type    = string
  default = "default"
}

variable "ebs_optimized" {
  type    = bool
  default = false
}

variable "disable_api_termination" {
  type    = bool
  default = false
}

variable "instance_initiated_shutdown_behavior" {
  type    = string
  default = ""
}

variable "instance_type" {
  type = string
}

variable "key_name" {
  type    = string
  default = ""
}

variable "monitoring" {
  type    = bool
  default = false
}

variable "vpc_security_group_ids" {
  type    = list(string)
  default = null
}

variable "subnet_id" {
  type    = string
  default = ""
}

variable "subnet_ids" {
  type    = list(string)
  default = []
}

variable "associate_public_ip_address" {
  type    = bool
  default = null
}

variable "private_ip" {
  type    = string
  default = null
}

variable "private_ips" {
  type    = list(string)
  default = []
}

variable "source_dest_check" {
  type    = bool
  default = true
}

variable "user_data" {
  type    = string
  default = null
}

variable "user_data_base64" {
  type    = string
  default = null
}

variable "iam_instance_profile" {
  type    = string
  default = ""
}

variable "ipv6_address_count" {
  type    = number
  default = null
}

variable "ipv6_addresses" {
  type    = list(string)
  default = null
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "enable_volume_tags" {
  type    = bool
  default = true
}

variable "volume_tags" {
  type    = map(string)
  default = {}
}

variable "root_block_device" {
  type    = list(any)
  default = []
}

variable "ebs_block_device" {
  type    = list(map(string))
  default = []
}

variable "ephemeral_block_device" {
  type    = list(map(string))
  default = []
}

variable "network_interface" {
  type    = list(map(string))
  default = []
}

variable "cpu_credits" {
  type    = string
  default = "standard"
}

variable "metadata_options" {
  type    = map(string)
  default = {}
}

variable "use_num_suffix" {
  type    = bool
  default = false
}

variable "num_suffix_format" {
  type    = string
  default = "-%d"
}

variable "cpu_core_count" {
  type    = number
  default = null
}

variable "cpu_threads_per_core" {
  type    = number
  default = null
}
