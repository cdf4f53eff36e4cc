variable "token" {
  type      = string
  default   = "t"
  ephemeral = true
}
module "m" {
  source = "./m"
  token  = var.token
}
output "plain" { value = module.m.plain }
