
    def key = 'developer-key'
    writeFile file: 'tables.yml', text: '''\
version: 1
application: bookshop
tag: v{version}
changes: { root: src, changelog: db/changelog.sql }
configuration: { directory: data, tables: [ book ] }
'''
    def baseline = countersignBaseline stage: 'PRD', databaseVersion: '0.9'
    echo "baseline ${baseline.version} with ${baseline.objects} objects"
    def rehearsed = countersignRehearse release: zip, stage: 'PRD', keyCredentialsId: key
    echo "rehearsed ${rehearsed.rehearsal.changesets.size()} changesets, signed ${rehearsed.signed}"

    def pilot = countersignPilotCreate release: zip, stage: 'PILOT', from: 'PRD', configuration: 'tables.yml', keyCredentialsId: key
    echo "pilot of ${pilot.copy.source} at ${pilot.deployment.to}"
    def refreshed = countersignPilotRefresh release: zip, stage: 'PILOT', from: 'PRD', configuration: 'tables.yml', keyCredentialsId: key
    echo "refreshed ${refreshed.copy.target}, left behind ${refreshed.leftBehind.size()}"
    def switched = countersignPilotSwitch release: zip, stage: 'PRD', pilot: 'PILOT', configuration: 'tables.yml', keyCredentialsId: key
    echo "switched to ${switched.deployment.receipt.to}, repeated ${switched.deployment.repeated}"

    def preview = countersignRollout release: zip, stage: 'PRD', preview: true
    echo "pending ${preview.pending}, stop after ${preview.stopAfter}"
    def rollout = countersignRollout release: zip, stage: 'PRD', keyCredentialsId: key
    echo "rollout ${rollout.end} of ${rollout.lines.size()} targets"

    def backup = countersignBackup(stage: 'PRD').backup
    echo "backup has a fingerprint: ${backup.fingerprint != null}"
    def runbook = countersignRunbook release: zip, stage: 'PRD'
    echo "runbook in ${runbook.files.size()} forms"
    def tick = countersignTick release: zip, stage: 'PRD', step: 'announce', note: 'by mail', keyCredentialsId: key
    echo "ticked ${tick.step} off, some outstanding: ${!tick.outstanding.isEmpty()}"
    def exported = countersignExport(stage: 'PRD', configuration: 'tables.yml', data: 'data').tables[0]
    echo "exported ${exported.table} of ${exported.rows} rows"
    def imported = countersignImport stage: 'PRD', data: 'data', preview: true
    echo "import applied: ${imported.applied}, changes ${imported.changes.size()}"
    def exception = countersignExcept release: zip, stage: 'PRD', lifts: 'window', reason: 'a drill', keyCredentialsId: key
    echo "exception as ${exception.role} for ${exception.lifts}"
    def policy = countersignApprovePolicy release: zip, stage: 'PRD', reason: 'none', keyCredentialsId: key, failOnRefusal: false
    echo "the same policy again: ${policy.code}"
    echo "trace over ${countersignTrace(release: zip).stages.size()} stages"
    def restored = countersignRestore stage: 'PRD', acceptDataLoss: true, keyCredentialsId: key
    echo "restored to a location: ${!restored.location.isEmpty()}"
    echo "ledger ends with a head of ${countersignHistory(stage: 'PRD').head.length()} digits"
    def copied = countersignClone from: 'PRD', to: 'COPY', keyCredentialsId: key
    echo "copied ${copied.receipt.rows} rows"

    // both slots share the database, so a release goes into the idle one once the live one has brought its changes
    def shared = countersignAbDeploy release: zip, stage: 'SLOTS', keyCredentialsId: key, failOnRefusal: false
    echo "two slots: ${shared.code}"
    countersignDeploy release: zip, stage: 'SLOTS', keyCredentialsId: key
    def filled = countersignAbDeploy release: zip, stage: 'SLOTS', keyCredentialsId: key
    echo "in slot ${filled.slot}, ${filled.live} is live"
    def live = countersignAbSwitch release: zip, stage: 'SLOTS', keyCredentialsId: key
    echo "${live.live} is live, repeated ${live.repeated}"
    def back = countersignAbBack stage: 'SLOTS', keyCredentialsId: key
    echo "${back.live} is live again, nobody waited: ${back.interruptedMillis == 0}"
