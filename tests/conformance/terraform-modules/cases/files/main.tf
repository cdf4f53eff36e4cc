module "m" {
  source = "./m"
  who    = "w"
}
output "root" { value = trimspace(file("${path.module}/a.txt")) }
output "bare" { value = trimspace(file("a.txt")) }
output "exists" { value = [fileexists("a.txt"), fileexists("${path.module}/no.txt")] }
output "set" { value = fileset(path.module, "m/*.t*") }
output "m" { value = module.m }
resource "terraform_data" "files" {
  for_each = fileset("${path.module}/m", "**/*.tpl")
  input    = filemd5("${path.module}/m/${each.value}")
}
