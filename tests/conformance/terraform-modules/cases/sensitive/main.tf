variable "secret" {
  type      = string
  default   = "s3cr3t"
  sensitive = true
}
module "m" {
  source = "./m"
  v      = var.secret
}
resource "terraform_data" "r" { input = "pw=${var.secret}" }
output "direct" {
  value     = var.secret
  sensitive = true
}
output "bare" { value = nonsensitive(var.secret) }
output "through" {
  value     = module.m.out
  sensitive = true
}
output "length" {
  value     = length(var.secret)
  sensitive = true
}
output "plain" { value = module.m.plain }
