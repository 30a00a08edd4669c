// what every test of approvals begins with: a release, sealed from a tag that Ann made
writeFile file: 'countersign.yml', text: '''\
version: 1
application: bookshop
tag: v{version}
changes: { root: src, changelog: db/changelog.xml }
'''
writeFile file: 'src/db/changelog.xml', text: '''\
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-4.33.xsd">
  <changeSet id="book" author="ann">
    <createTable tableName="book"><column name="id" type="int"><constraints primaryKey="true"/></column></createTable>
  </changeSet>
</databaseChangeLog>
'''
sh '''
    set -e
    rm -rf .git target
    printf 'target/\\n' > .gitignore
    git init --quiet
    git config user.name 'Ann Author'
    git config user.email ann@example.org
    git add .
    git commit --quiet -m 'First books'
    git tag -a -m '1.0' v1.0
'''
digest = countersignSeal(releaseVersion: '1.0').digest
