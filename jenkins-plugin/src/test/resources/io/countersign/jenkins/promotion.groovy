node('remote') {
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
    writeFile file: 'stages.yml', text: """\
version: 1
roles:
  developer: { keys: [ keys/developer.asc ] }
stages:
  - name: DEV
    targets:
      - { name: dev, url: "jdbc:h2:${pwd()}/databases/dev", credentials: { id: dev-database } }
  - name: QAT
    approvals: 1 developer
    receipts: developer
    targets:
      - { name: qat, url: "jdbc:h2:${pwd()}/databases/qat", credentials: { user: sa } }
"""
    sh '''
        set -e
        mkdir keys
        export GNUPGHOME=$(mktemp -d)
        gpg --batch --quiet --passphrase '' --quick-gen-key 'Dora <dora@example.org>' ed25519 sign never
        gpg --batch --armor --export > keys/developer.asc
        gpgconf --kill all
        rm -rf "$GNUPGHOME"
        printf 'target/\\ndatabases/\\n' > .gitignore
        git init --quiet
        git config user.name Ann
        git config user.email ann@example.org
        git add .
        git commit --quiet -m 'First books'
        git tag -a -m '1.0' v1.0
    '''
    def sealed = countersignSeal releaseVersion: '1.0'
    def zip = 'target/bookshop-1.0-release.zip'
    def verified = countersignVerify release: zip
    echo "same digest: ${sealed.digest == verified.digest}, of ${sealed.digest.length()} digits"

    def planned = countersignPlan release: zip, stage: 'DEV'
    echo "planned same: ${planned.digest == sealed.digest}"
    def open = countersignCheck release: zip, stage: 'DEV'
    echo "DEV open: ${open.open}, refusals ${open.refusals}"
    def deployed = countersignDeploy release: zip, stage: 'DEV'
    echo "deployed to ${deployed.receipt.stage}, repeated ${deployed.repeated}"
    echo "again, repeated ${countersignDeploy(release: zip, stage: 'DEV').repeated}"
    def line = countersignStatus(stage: 'DEV').lines[0]
    echo "board: ${line.stage} has ${line.release.version}, drift ${line.drift}"

    def closed = countersignCheck release: zip, stage: 'QAT', failOnRefusal: false
    echo "QAT open: ${closed.open}, refused ${closed.refused}, by ${closed.refusals.contains('approvals')}"
    echo "refusals ${closed.refusals}"
    countersignCheck release: zip, stage: 'QAT'
    echo 'never reached'
}
