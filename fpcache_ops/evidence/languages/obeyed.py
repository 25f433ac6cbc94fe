"""Files that programs obey though nobody names them to them, as a pattern spells their names."""

NAMES = (
    r"(?:GNU)?[Mm]akefile|Dockerfile|Jenkinsfile|Vagrantfile|Rakefile|Gemfile|Cargo\.toml"
    r"|build\.(?:rs|gradle(?:\.kts)?|xml)|pom\.xml|package\.json|\.npmrc|setup\.(?:py|cfg)"
    r"|pyproject\.toml|(?:docker-)?compose\.ya?ml|tox\.ini|conftest\.py|sitecustomize\.py"
    r"|__init__\.py|\.?gitconfig|\.(?:ba|z)shrc|\.profile|\.vimrc|authorized_keys"
)
