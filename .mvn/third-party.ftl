# Third-party licences

Libraries that the server, the operator's tool and the Lambda function contain. Libraries of the tests and of the build
are not shipped, and not listed. `./mvnw license:aggregate-add-third-party` writes this file; do not edit it. It names the
parts for the platform that it runs on: other platforms have their own builds of PostgreSQL and of Netty's native parts.

| Library | Version | Licence |
|---|---|---|
<#list dependencyMap as entry>
<#assign library = entry.getKey()/>
<#if library.groupId != "cruddur">
| [${library.name?replace("|", "/")}](${library.url!"https://central.sonatype.com/artifact/" + library.groupId + "/" + library.artifactId}) `${library.groupId}:${library.artifactId}` | ${library.version} | ${entry.getValue()?join(" or ")} |
</#if>
</#list>

Two parts are not in this list:

- **picocli** is compiled here from its published, unchanged sources (`info.picocli:picocli`): Apache-2.0.
- **PostgreSQL**, which `embedded-postgres-binaries` contains with the libraries it needs, has the
  [PostgreSQL Licence](https://www.postgresql.org/about/licence/).
