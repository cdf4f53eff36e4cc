output "fargate_profile_ids" {
  value = [for f in aws_eks_fargate_profile.this : f.id]
}

output "fargate_profile_arns" {
  value = [for f in aws_eks_fargate_profile.this : f.arn]
}

output "iam_role_name" {
  value = local.pod_execution_role_name
}

output "iam_role_arn" {
  value = local.pod_execution_role_arn
}

output "aws_auth_roles" {
  value = [
    for i in range(1) : {
      worker_role_arn = local.pod_execution_role_arn
      platform        = "fargate"
    } if local.create_eks
  ]
}
