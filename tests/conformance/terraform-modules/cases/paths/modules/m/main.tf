module "inner" {
  source = "../other"
}
output "paths" { value = [path.module, path.root, module.inner.path] }
