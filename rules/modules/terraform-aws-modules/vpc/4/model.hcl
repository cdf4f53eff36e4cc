model {
  source   = "terraform-aws-modules/vpc/aws"
  versions = ">= 4.0.0, < 5.0.0"
  read_at  = ["v4.0.0", "v4.0.2"]
  leaves_out = ["aws_route.private_ipv6_egress", "aws_route.database_ipv6_egress", "aws_route.intra_ipv6_egress", "aws_route.private_dns64_nat_gateway", "aws_route.database_dns64_nat_gateway"]
}
