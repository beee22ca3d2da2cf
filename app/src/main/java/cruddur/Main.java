package cruddur;
final class Main { private Main() {} public static void main(String[] a) {} }
