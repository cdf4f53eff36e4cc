variable "on" { default = false }
module "m" {
  source = "./m"
  count  = var.on ? 1 : 0
}
output "v" { value = try(module.m[0].v, "none") }
output "one" { value = one(module.m[*].v) }
output "whole" { value = module.m }
output "join" { value = join(",", module.m[*].v) }
