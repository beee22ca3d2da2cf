package cruddur.aws;

/// A list of whom a VPC lets in to what belongs to it.
public record SecurityGroup(String id, String name, String vpcId) {

    @Override
    public String toString() {
        return id + " (" + name + ")";
    }
}
