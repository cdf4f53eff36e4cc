variable "s" {
  type    = set(object({ n = string, p = optional(number, 1) }))
  default = [{ n = "b" }, { n = "a" }, { n = "b", p = 1 }]
}
output "names" { value = sort([for x in var.s : x.n]) }
output "count" { value = length(var.s) }
