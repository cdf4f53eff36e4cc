variable "none_text" {
  default = false
}
output "none_text" {
  value = jsonencode(var.none_text)
}
variable "none_number" {
  default = false
}
output "none_number" {
  value = jsonencode(var.none_number)
}
variable "none_digits" {
  default = false
}
output "none_digits" {
  value = jsonencode(var.none_digits)
}
variable "none_float" {
  default = false
}
output "none_float" {
  value = jsonencode(var.none_float)
}
variable "none_flag" {
  default = false
}
output "none_flag" {
  value = jsonencode(var.none_flag)
}
variable "none_flag_text" {
  default = false
}
output "none_flag_text" {
  value = jsonencode(var.none_flag_text)
}
variable "none_list" {
  default = false
}
output "none_list" {
  value = jsonencode(var.none_list)
}
variable "none_map" {
  default = false
}
output "none_map" {
  value = jsonencode(var.none_map)
}
variable "none_null" {
  default = false
}
output "none_null" {
  value = jsonencode(var.none_null)
}
variable "none_json" {
  default = false
}
output "none_json" {
  value = jsonencode(var.none_json)
}
variable "none_written" {
  default = false
}
output "none_written" {
  value = jsonencode(var.none_written)
}
variable "none_empty" {
  default = false
}
output "none_empty" {
  value = jsonencode(var.none_empty)
}
variable "none_no_elements" {
  default = false
}
output "none_no_elements" {
  value = jsonencode(var.none_no_elements)
}
variable "none_no_keys" {
  default = false
}
output "none_no_keys" {
  value = jsonencode(var.none_no_keys)
}
variable "none_sum" {
  default = false
}
output "none_sum" {
  value = jsonencode(var.none_sum)
}
variable "none_braces" {
  default = false
}
output "none_braces" {
  value = jsonencode(var.none_braces)
}
variable "none_quote" {
  default = false
}
output "none_quote" {
  value = jsonencode(var.none_quote)
}
variable "any_number" {
  type = any
}
output "any_number" {
  value = jsonencode(var.any_number)
}
variable "any_digits" {
  type = any
}
output "any_digits" {
  value = jsonencode(var.any_digits)
}
variable "any_float" {
  type = any
}
output "any_float" {
  value = jsonencode(var.any_float)
}
variable "any_flag" {
  type = any
}
output "any_flag" {
  value = jsonencode(var.any_flag)
}
variable "any_flag_text" {
  type = any
}
output "any_flag_text" {
  value = jsonencode(var.any_flag_text)
}
variable "any_list" {
  type = any
}
output "any_list" {
  value = jsonencode(var.any_list)
}
variable "any_map" {
  type = any
}
output "any_map" {
  value = jsonencode(var.any_map)
}
variable "any_null" {
  type = any
}
output "any_null" {
  value = jsonencode(var.any_null)
}
variable "any_json" {
  type = any
}
output "any_json" {
  value = jsonencode(var.any_json)
}
variable "any_written" {
  type = any
}
output "any_written" {
  value = jsonencode(var.any_written)
}
variable "any_no_elements" {
  type = any
}
output "any_no_elements" {
  value = jsonencode(var.any_no_elements)
}
variable "any_no_keys" {
  type = any
}
output "any_no_keys" {
  value = jsonencode(var.any_no_keys)
}
variable "any_sum" {
  type = any
}
output "any_sum" {
  value = jsonencode(var.any_sum)
}
variable "text_text" {
  type = string
}
output "text_text" {
  value = jsonencode(var.text_text)
}
variable "text_number" {
  type = string
}
output "text_number" {
  value = jsonencode(var.text_number)
}
variable "text_digits" {
  type = string
}
output "text_digits" {
  value = jsonencode(var.text_digits)
}
variable "text_float" {
  type = string
}
output "text_float" {
  value = jsonencode(var.text_float)
}
variable "text_flag" {
  type = string
}
output "text_flag" {
  value = jsonencode(var.text_flag)
}
variable "text_flag_text" {
  type = string
}
output "text_flag_text" {
  value = jsonencode(var.text_flag_text)
}
variable "text_list" {
  type = string
}
output "text_list" {
  value = jsonencode(var.text_list)
}
variable "text_map" {
  type = string
}
output "text_map" {
  value = jsonencode(var.text_map)
}
variable "text_null" {
  type = string
}
output "text_null" {
  value = jsonencode(var.text_null)
}
variable "text_json" {
  type = string
}
output "text_json" {
  value = jsonencode(var.text_json)
}
variable "text_written" {
  type = string
}
output "text_written" {
  value = jsonencode(var.text_written)
}
variable "text_empty" {
  type = string
}
output "text_empty" {
  value = jsonencode(var.text_empty)
}
variable "text_no_elements" {
  type = string
}
output "text_no_elements" {
  value = jsonencode(var.text_no_elements)
}
variable "text_no_keys" {
  type = string
}
output "text_no_keys" {
  value = jsonencode(var.text_no_keys)
}
variable "text_sum" {
  type = string
}
output "text_sum" {
  value = jsonencode(var.text_sum)
}
variable "text_braces" {
  type = string
}
output "text_braces" {
  value = jsonencode(var.text_braces)
}
variable "text_quote" {
  type = string
}
output "text_quote" {
  value = jsonencode(var.text_quote)
}
variable "number_number" {
  type = number
}
output "number_number" {
  value = jsonencode(var.number_number)
}
variable "number_digits" {
  type = number
}
output "number_digits" {
  value = jsonencode(var.number_digits)
}
variable "number_float" {
  type = number
}
output "number_float" {
  value = jsonencode(var.number_float)
}
variable "number_null" {
  type = number
}
output "number_null" {
  value = jsonencode(var.number_null)
}
variable "bool_flag" {
  type = bool
}
output "bool_flag" {
  value = jsonencode(var.bool_flag)
}
variable "bool_flag_text" {
  type = bool
}
output "bool_flag_text" {
  value = jsonencode(var.bool_flag_text)
}
variable "bool_null" {
  type = bool
}
output "bool_null" {
  value = jsonencode(var.bool_null)
}
variable "list_list" {
  type = list(string)
}
output "list_list" {
  value = jsonencode(var.list_list)
}
variable "list_written" {
  type = list(string)
}
output "list_written" {
  value = jsonencode(var.list_written)
}
variable "list_null" {
  type = list(string)
}
output "list_null" {
  value = jsonencode(var.list_null)
}
variable "list_no_elements" {
  type = list(string)
}
output "list_no_elements" {
  value = jsonencode(var.list_no_elements)
}
variable "map_map" {
  type = map(any)
}
output "map_map" {
  value = jsonencode(var.map_map)
}
variable "map_json" {
  type = map(any)
}
output "map_json" {
  value = jsonencode(var.map_json)
}
variable "map_null" {
  type = map(any)
}
output "map_null" {
  value = jsonencode(var.map_null)
}
variable "map_no_keys" {
  type = map(any)
}
output "map_no_keys" {
  value = jsonencode(var.map_no_keys)
}
variable "object_map" {
  type = object({ a = optional(string), b = optional(number, 3) })
}
output "object_map" {
  value = jsonencode(var.object_map)
}
variable "object_json" {
  type = object({ a = optional(string), b = optional(number, 3) })
}
output "object_json" {
  value = jsonencode(var.object_json)
}
variable "object_null" {
  type = object({ a = optional(string), b = optional(number, 3) })
}
output "object_null" {
  value = jsonencode(var.object_null)
}
variable "object_no_keys" {
  type = object({ a = optional(string), b = optional(number, 3) })
}
output "object_no_keys" {
  value = jsonencode(var.object_no_keys)
}
