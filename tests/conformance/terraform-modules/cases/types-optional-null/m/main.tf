variable "cfg" {
  type = object({
    a = optional(string, "da")
    b = optional(object({ c = optional(number, 7), d = optional(string) }))
    e = optional(object({ f = optional(string, "df") }))
    g = optional(object({ f = optional(string, "df") }), {})
  })
}
variable "list" {
  type = list(object({ x = optional(string, "dx") }))
}
output "cfg" { value = var.cfg }
output "list" { value = var.list }
