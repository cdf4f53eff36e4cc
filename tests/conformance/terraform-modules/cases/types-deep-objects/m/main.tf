variable "v" {
  type = object({
    a = object({ b = object({ c = object({ d = object({ e = number, f = optional(string, "f") }) }) }) })
    l = list(object({ m = object({ n = set(object({ o = string, p = optional(list(number), [1]) })) }) }))
    z = optional(tuple([string, number]))
  })
}
output "v" { value = var.v }
