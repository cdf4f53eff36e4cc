model {
  source   = "terraform-aws-modules/vpc/aws"
  versions = ">= 5.0.0, < 5.1.2"
  read_at  = ["v5.0.0", "v5.1.1"]
  leaves_out = ["aws_route.private_ipv6_egress", "aws_route.database_ipv6_egress", "aws_route.intra_ipv6_egress", "aws_route.private_dns64_nat_gateway", "aws_route.database_dns64_nat_gateway"]
}
