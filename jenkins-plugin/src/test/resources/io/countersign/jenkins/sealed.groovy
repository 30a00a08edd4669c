    writeFile file: 'countersign.yml', text: '''\
version: 1
application: bookshop
tag: v{version}
changes: { root: src, changelog: db/changelog.sql }
'''
    writeFile file: 'src/db/changelog.sql', text: '''@CHANGELOG@'''
    writeFile file: 'keys/dora.asc', text: '''@PUBLIC_KEY@'''
    writeFile file: 'stages.yml', text: '''@STAGES@'''
    writeFile file: '.gitignore', text: 'target/\n'
    sh '''
        set -e
        rm -rf .git target
        git init --quiet
        git config user.name Ann
        git config user.email ann@example.org
        git add .
        GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' GIT_COMMITTER_DATE='2026-01-01T00:00:00Z' git commit --quiet -m 'First books'
        GIT_COMMITTER_DATE='2026-01-01T00:00:00Z' git tag -a -m '1.0' v1.0
    '''
    countersignSeal releaseVersion: '1.0'
    def zip = 'target/bookshop-1.0-release.zip'
