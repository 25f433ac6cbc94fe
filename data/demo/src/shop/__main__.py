"""Serve the shop: ``python -m shop --instance var``."""

import argparse

from flask import Flask

from shop.app import create_app


def main() -> None:
    parser = argparse.ArgumentParser(prog="shop", description=__doc__)
    parser.add_argument("--instance", default="instance", help="folder of database, media and logs")
    parser.add_argument("--host", default="::")
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    application: Flask = create_app(arguments.instance)
    application.run(host=arguments.host, port=arguments.port, debug=True)


if __name__ == "__main__":
    main()
