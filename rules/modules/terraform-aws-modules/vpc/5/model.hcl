model {
  source   = "terraform-aws-modules/vpc/aws"
  versions = ">= 5.1.2, < 6.0.0"
  read_at  = ["v5.1.2", "v5.8.1", "v5.12.0", "v5.19.0", "v5.21.0"]
  leaves_out = ["aws_route.private_ipv6_egress", "aws_route.database_ipv6_egress", "aws_route.intra_ipv6_egress", "aws_route.private_dns64_nat_gateway", "aws_route.database_dns64_nat_gateway"]
}
