variable "cfg" {
  type = object({
    name     = string
    size     = optional(number, 3)
    tags     = optional(map(string), {})
    nested   = optional(object({
      on   = optional(bool, true)
      list = optional(list(string), ["d"])
    }), {})
    missing  = optional(string)
    many     = optional(list(object({ a = optional(string, "x"), b = optional(number) })), [])
  })
  default = {
    name = "n"
    many = [{}, { a = "y", b = "2", extra = 1 }]
  }
}
variable "given" {
  type = map(object({ port = optional(number, 80), host = string }))
  default = {
    a = { host = "h" }
    b = { host = 5, port = "90" }
  }
}
output "cfg" { value = var.cfg }
output "given" { value = var.given }
resource "terraform_data" "x" {
  for_each = var.given
  input    = each.value
}
