# The Gitpod workspace: a JDK 25 and psql.
FROM gitpod/workspace-base
COPY --from=eclipse-temurin:25-jdk /opt/java/openjdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH
RUN sudo install-packages postgresql-client curl jq
