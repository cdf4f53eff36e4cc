output "node_groups" {
  value = aws_eks_node_group.workers
}

output "aws_auth_roles" {
  value = terraform_data.unmodelled.id
}
