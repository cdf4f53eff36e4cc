model {
  source   = "terraform-aws-modules/vpc/aws"
  versions = ">= 2.72.0, < 3.0.0"
  read_at  = ["v2.72.0", "v2.75.0", "v2.78.0"]
  leaves_out = ["aws_route.private_ipv6_egress", "aws_route.database_ipv6_egress", "aws_route.intra_ipv6_egress", "aws_route.private_dns64_nat_gateway", "aws_route.database_dns64_nat_gateway"]
}
